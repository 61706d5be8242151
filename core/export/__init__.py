"""From a trained network to a folder that ONNX Runtime opens: export, parity, publication."""

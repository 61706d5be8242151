"""What the Text Generator computes, with NumPy and ONNX Runtime alone."""

"""What the GAN Playground computes: forger and police in the plane; NumPy alone, no torch, no Qt.

`settings` says what is played, `game` plays it (in the training process), `portrait` draws any
moment of it from its weights, `divergence`, `modes`, `states` and `nash` say how it stands.
"""

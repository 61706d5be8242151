"""The GAN Playground: forger and police in the plane, trained live."""

"""What the program computes. Knows no Qt and holds no sentence for the screen."""

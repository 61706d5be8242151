"""What a user waits for, measured: python -m benchmarks startup | drag | memory | toygan."""

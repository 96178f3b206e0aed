"""What reading on more machines and loading into one lake costs: `python -m benchmarks.scale`."""

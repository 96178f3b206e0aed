"""Input that means harm: fuzzers, limits, injections, damaged stores."""

"""Fuzzing: inputs that nobody would write, and what must hold on all of them."""

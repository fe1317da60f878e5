"""Tests of the compiler of facts."""

"""Packages that carry dated prices: one module a package, which reads its data file without importing the package."""

"""The version of the package, which is also the version of the library inside it."""

__version__ = "0.1.0"

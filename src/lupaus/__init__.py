"""The Helsinki Impact Declaration Knowledge Graph and its SPARQL server."""

__all__ = ["__version__"]

__version__ = "0.1.0"

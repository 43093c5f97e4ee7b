"""QGIS has a Python of its own; what runs there is no test module."""

collect_ignore = ["look.py"]

"""Located mentions to tables with references, and exports."""

"""An atlas as a GeoPackage: the database of a run, and its export, in one file.

======================  ==========================================================================
table                   holds
======================  ==========================================================================
a table per layer       features; ``quotes`` has the best sentences, for map tips
``references``          the sentences behind every feature, by ``layer`` and ``feature_id``
``documents``           texts with their bibliography
``mentions``            what was located, joined to ``documents`` and ``targets`` by ``id``
``targets``             the places and routes that mentions and their rivals point to
``unresolved``          what was not located, with the reason
``unreadable``          inputs that gave no document
``claims``              what documents say about routes
``corrections``         what people corrected
``run``                 how the atlas was made: versions, options, inputs
``layer_styles``        how QGIS draws each layer
``corridors_layers``    names, titles and order of the layers
``corridors_columns``   what each column holds, so that it comes back as it went in
======================  ==========================================================================

Features and references, and documents and mentions, are joined by the GeoPackage Related Tables
Extension (OGC 18-000).
"""

from layers.gpkg.read import open_gpkg
from layers.gpkg.write import write_gpkg

__all__ = ["open_gpkg", "write_gpkg"]

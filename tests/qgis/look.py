"""Run by Debian's own Python: opens a file in headless QGIS and prints what a user would see, as JSON.

Usage: look.py FILE [GEOJSON]   FILE is a .gpkg or a .qgz; the layer ``places`` is saved as GEOJSON if named.
"""

# ruff: noqa: T201  (what it prints is its result)
import json
import sys

from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize


def layers_of(path):
    if path.endswith(".qgz"):
        project = QgsProject.instance()
        project.read(path)
        return [node.layer() for node in project.layerTreeRoot().findLayers() if node.layer()]
    names = [
        row.name() for row in QgsProviderRegistry.instance().providerMetadata("ogr").querySublayers(path)
    ]
    return [QgsVectorLayer(f"{path}|layername={name}", name, "ogr") for name in names]


def tips_of(layer):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return tips


def symbols_of(layer):
    """The symbol that each feature is drawn with: its colour and its pen, as drawn."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return []
    return sorted({category.symbol().color().name() for category in renderer.categories()})


def drawn(layer):
    """How many pixels differ from the white ground when the layer is rendered."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    extent = QgsRectangle(layer.extent())
    extent.grow(1)
    settings.setExtent(extent)
    settings.setOutputSize(QSize(300, 300))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return sum(image.pixel(x, y) != 0xFFFFFFFF for x in range(0, 300, 2) for y in range(0, 300, 2))


def look(layer):
    spatial = layer.isSpatial()
    return {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "fields": [field.name() for field in layer.fields()],
        "crs": layer.crs().authid() if spatial else None,
        "source": layer.source(),
        "renderer": type(layer.renderer()).__name__ if spatial else None,
        "attribute": getattr(layer.renderer(), "classAttribute", lambda: None)() if spatial else None,
        "colours": symbols_of(layer) if spatial else [],
        "labels": bool(spatial and layer.labelsEnabled()),
        "tips": tips_of(layer) if spatial else [],
        "pixels": drawn(layer) if spatial and layer.featureCount() else 0,
        "extent": layer.extent().toString(2) if spatial else None,
    }


def main():
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    layers = layers_of(sys.argv[1])
    seen = {layer.name(): look(layer) for layer in layers}
    project = QgsProject.instance()
    groups = [group.name() for group in project.layerTreeRoot().findGroups()]
    relations = sorted(project.relationManager().relations())
    if len(sys.argv) > 2:
        places = next(layer for layer in layers if layer.name() in ("places", "Places"))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName = "GeoJSON"
        QgsVectorFileWriter.writeAsVectorFormatV3(places, sys.argv[2], project.transformContext(), options)
    print(
        json.dumps(
            {
                "layers": seen,
                "groups": groups,
                "relations": relations,
                "crs": project.crs().authid(),
                "title": project.title(),
            }
        )
    )
    sys.stdout.flush()


main()

// A canvas as a Leaflet layer: redrawn when the map comes to rest, moved and scaled with it until then.

const MARGIN = 0.2; // of the view on every side, so that a short drag shows no edge

/**
 * @param {object} options
 * @param {string} options.pane where in Leaflet's stack
 * @param {(context: CanvasRenderingContext2D, view: object) => void} options.draw
 */
export function createSheet({ pane, draw }) {
  const Sheet = L.Layer.extend({
    options: { pane },

    onAdd() {
      this._canvas = L.DomUtil.create("canvas", "ca-sheet leaflet-zoom-animated", this.getPane());
      this._canvas.setAttribute("aria-hidden", "true");
      this.redraw();
    },

    onRemove() {
      this._canvas.remove();
      cancelAnimationFrame(this._frame);
      this._frame = 0;
    },

    getEvents() {
      return { moveend: this.redraw, resize: this.redraw, viewreset: this.redraw, zoomanim: this._animate };
    },

    /** Draw now, for the map as it stands. */
    redraw() {
      const map = this._map;
      if (!map || !map._loaded) return;
      const size = map.getSize();
      const margin = size.multiplyBy(MARGIN).round();
      const corner = map.containerPointToLayerPoint(L.point(0, 0).subtract(margin));
      const [width, height] = [size.x + 2 * margin.x, size.y + 2 * margin.y];
      const density = Math.min(window.devicePixelRatio || 1, 2);
      this._corner = map.layerPointToLatLng(corner);
      this._zoom = map.getZoom();
      fit(this._canvas, width, height, density);
      L.DomUtil.setTransform(this._canvas, corner, 1);
      const context = this._canvas.getContext("2d");
      context.setTransform(density, 0, 0, density, 0, 0);
      context.clearRect(0, 0, width, height);
      draw(context, viewOf(map, corner, width, height, margin));
    },

    /** Draw soon: many changes, one drawing. */
    refresh() {
      if (this._frame || !this._map) return;
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this.redraw();
      });
    },

    _animate(event) {
      const scale = this._map.getZoomScale(event.zoom, this._zoom);
      L.DomUtil.setTransform(
        this._canvas,
        this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center),
        scale,
      );
    },
  });
  return new Sheet();
}

function fit(canvas, width, height, density) {
  if (canvas.width !== Math.round(width * density)) canvas.width = Math.round(width * density);
  if (canvas.height !== Math.round(height * density)) canvas.height = Math.round(height * density);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

/** From world units to pixels of the canvas: px = x * scale - left. */
function viewOf(map, corner, width, height, margin) {
  const scale = 256 * 2 ** map.getZoom();
  const origin = map.getPixelOrigin();
  const left = origin.x + corner.x;
  const top = origin.y + corner.y;
  return {
    scale,
    left,
    top,
    width,
    height,
    margin,
    zoom: map.getZoom(),
    box: [left / scale, top / scale, (left + width) / scale, (top + height) / scale],
  };
}

/** Add lines or rings to the context's path, without steps smaller than a pixel. */
export function trace(context, points, view, close) {
  const { scale, left, top } = view;
  const n = points.length;
  if (n < 2) return;
  let px = points[0] * scale - left;
  let py = points[1] * scale - top;
  context.moveTo(px, py);
  for (let i = 2; i < n; i += 2) {
    const x = points[i] * scale - left;
    const y = points[i + 1] * scale - top;
    if (i + 2 < n && Math.abs(x - px) + Math.abs(y - py) < 1) continue;
    context.lineTo(x, y);
    px = x;
    py = y;
  }
  if (close) context.closePath();
}

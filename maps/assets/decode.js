// The inert data blocks, back into data.

/**
 * Read a block of gzipped, base64-coded JSON.
 * @param {string} id
 * @returns {Promise<any>}
 */
export async function readBlock(id) {
  const coded = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(coded.length);
  for (let i = 0; i < coded.length; i++) bytes[i] = coded.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

// Makes a photo smaller before it is sent. form.js loads this when one is taken or chosen, and calls
// shrinkPhoto(file): the file to send, and a canvas to show. Throws what no browser could decode.
'use strict';

window.shrinkPhoto = (function () {
  const LONGEST = 1280;               // pixels of a photo's longer side, as sent
  const QUALITY = { 'image/webp': 0.75, 'image/jpeg': 0.8 };
  const LARGE = 16e6;                 // pixels: beyond, decoded off the page's thread, in steps
  const PREVIEW = 192;                // pixels of a preview, shown at half that

  function opened(file) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => (image.naturalWidth ? resolve(image) : reject(new Error('empty image')));
      image.onerror = () => reject(new Error('not decodable here'));
      image.src = URL.createObjectURL(file);
    });
  }

  function drawn(source, width, height, box) {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    if (box) pen.drawImage(source, box.x, box.y, box.side, box.side, 0, 0, width, height);
    else pen.drawImage(source, 0, 0, width, height);
    return canvas;
  }

  // An <img> knows its size and turns itself upright before a single pixel is decoded, and is
  // decoded straight to the size it is drawn at: kinder to 2 GB of memory than a whole bitmap.
  // One of 50 megapixels is first halved and halved by the browser, never drawn whole here.
  async function scaled(file) {
    const image = await opened(file);
    try {
      const { naturalWidth: wide, naturalHeight: high } = image;
      const ratio = Math.min(1, LONGEST / Math.max(wide, high));
      const width = Math.max(1, Math.round(wide * ratio));
      const height = Math.max(1, Math.round(high * ratio));
      if (wide * high < LARGE) return drawn(image, width, height);
      const half = await createImageBitmap(file, { resizeWidth: width * 2, resizeHeight: height * 2, resizeQuality: 'low' });
      const canvas = drawn(half, width, height);
      half.close();
      return canvas;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }

  function preview(canvas) {
    const side = Math.min(canvas.width, canvas.height);
    const box = { x: (canvas.width - side) / 2, y: (canvas.height - side) / 2, side };
    return drawn(canvas, PREVIEW, PREVIEW, box);
  }

  const encoded = (canvas, type) =>
    new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY[type]));

  // A browser that cannot write WebP quietly gives PNG: the blob's own type tells.
  async function packed(canvas, file) {
    let blob = await encoded(canvas, 'image/webp');
    if (!blob || blob.type !== 'image/webp') blob = await encoded(canvas, 'image/jpeg');
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], blob.type === 'image/webp' ? 'photo.webp' : 'photo.jpg', { type: blob.type });
  }

  return async (file) => {
    const canvas = await scaled(file);
    return { file: await packed(canvas, file), preview: preview(canvas) };
  };
})();

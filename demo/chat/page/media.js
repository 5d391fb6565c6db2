/** A vault takes pictures up to this size; so does the page. */
export const largestPicture = 2 * 1024 * 1024;
export const largestVoice = 2 * 1024 * 1024;

/**
 * Draws a picture anew, as a JPEG that fits: smaller first in quality, then in size. What a camera wrote beside it (where,
 * when, with what) is not drawn, and so is gone.
 * @returns a Blob, or undefined when it is no picture
 */
export async function shrunk(file) {
  let image;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return undefined;
  }
  for (let longest = Math.min(2400, Math.max(image.width, image.height)); longest >= 200; longest *= 0.75) {
    const canvas = drawn(image, longest);
    for (const quality of [0.85, 0.7, 0.55]) {
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
      if (blob !== null && blob.size <= largestPicture) return blob;
    }
  }
  return undefined;
}

function drawn(image, longest) {
  const scale = Math.min(1, longest / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext('2d');
  // A JPEG has no transparency: what was clear would be black.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** @param {Blob} blob */
export function base64Of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Records until it is told to stop. @throws DOMException when there is no microphone, or it may not be used */
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  // What the vault takes, which is what telephones make; a browser that makes neither says so when it is sent.
  const mimeType = ['audio/mp4;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'].find((type) =>
    MediaRecorder.isTypeSupported(type),
  );
  const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
  const chunks = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start();
  return () =>
    new Promise((resolve) => {
      recorder.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        resolve(new Blob(chunks, { type: recorder.mimeType }));
      };
      recorder.stop();
    });
}

"""Scans for tests: pages of a PDF as pictures, clean or as a scanner leaves them (askew, grey, grainy)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2

DPI = 200


def pictures(pdf: Path | bytes) -> list[Any]:
    """The pages of a PDF file as images (BGR)."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for page in document]
    finally:
        document.close()


def worn(image: Any, seed: int, skew: float = 0.6, grain: float = 8.0) -> Any:
    """The image as a scanner might leave it: turned by up to `skew` degrees, blurred, shaded, grainy."""
    import cv2
    import numpy as np

    random = np.random.default_rng(seed)
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-skew, skew), 1.0)
    turn[:, 2] += random.uniform(-6, 6, 2)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(turned, (0, 0), 0.6).astype(np.float32)
    shade = 1 - 0.15 * np.linspace(0, 1, width)[None, :, None]
    noisy = soft * 0.92 * shade + 10 + random.normal(0, grain, (height, width))[:, :, None]
    return np.clip(noisy, 0, 255).astype(np.uint8)


def encoded(image: Any, ending: str) -> bytes:
    """The image as a file: `.png` or `.jpg`."""
    import cv2

    return bytes(cv2.imencode(ending, image, [cv2.IMWRITE_JPEG_QUALITY, 75])[1])


def picture_pdf(images: list[Any]) -> bytes:
    """A PDF file whose pages are these images and nothing else."""
    from PIL import Image

    pages = [Image.open(io.BytesIO(encoded(image, ".jpg"))) for image in images]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=float(DPI))
    return out.getvalue()

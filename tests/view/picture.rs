//! The README's picture: a real frame, drawn as SVG.

"""Documents: what both engines need for Word and EPUB: the reference document, and pictures as PNG."""

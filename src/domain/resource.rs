//! One line for a song, album, artist, playlist, storefront …, as people name them.

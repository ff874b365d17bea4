//! Reading a `.p8`: what was given, and the PKCS#8 key inside.

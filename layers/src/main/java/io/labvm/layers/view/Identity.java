package io.labvm.layers.view;

/**
 * Which inode of which image something is: names of one identity are hard links, and equal
 * identities in two views are equal in everything.
 */
public record Identity(String image, long inode) {}

package io.meshinfra.forge.client;

/**
 * Why a forge is asked.
 *
 * @param doing completes "the hub may not ..."
 * @param need the permission that it takes, in the words of the forge's settings page
 */
public record Purpose(String doing, String need) {}

/** Keeps the packages to the story that the architecture page tells. */
package io.meshinfra.architecture;

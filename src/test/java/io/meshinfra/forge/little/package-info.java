/**
 * Little forges for tests: they keep what they are told, and keep to what the real ones publish.
 */
package io.meshinfra.forge.little;

/** Turns drift into an ordered, immutable, hashed list of steps, and says why each is there. */
package io.meshinfra.plan;

/** The hub as it answers over HTTP, with a real repository and a real node behind it. */
package io.meshinfra.rest;

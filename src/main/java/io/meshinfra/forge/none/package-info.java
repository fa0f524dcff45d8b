/** No forge at all: branches stand for pull requests, and reports are written to a branch. */
package io.meshinfra.forge.none;

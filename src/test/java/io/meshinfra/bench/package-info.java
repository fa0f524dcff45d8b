/** Programs that measure; run by bench/run, not by the tests. */
package io.meshinfra.bench;

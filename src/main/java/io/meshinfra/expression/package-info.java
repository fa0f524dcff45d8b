/** Conditions in CEL over words that others choose; the only place that knows the library. */
package io.meshinfra.expression;

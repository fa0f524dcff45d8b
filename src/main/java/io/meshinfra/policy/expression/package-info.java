/** Rules as expressions in CEL; the only place that knows the library. */
package io.meshinfra.policy.expression;

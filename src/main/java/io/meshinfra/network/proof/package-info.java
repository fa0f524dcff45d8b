/** Whether what was compiled allows exactly what was meant, and whether the invariants hold. */
package io.meshinfra.network.proof;

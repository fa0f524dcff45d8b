/** A machine becomes a node of the fleet, and stops being one. */
package io.meshinfra.join;

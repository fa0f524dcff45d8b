/** Firewalls that the intent can be compiled to: what each must be able to do, and the proof. */
package io.meshinfra.network.firewall;

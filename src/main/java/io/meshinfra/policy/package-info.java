/** The gate: judges a plan by rules and time; only it can make an approved plan. */
package io.meshinfra.policy;

/**
 * Decides who may take an intentional change now, wave by wave; pure, so that it can be shown for
 * any fleet without one.
 */
package io.meshinfra.rollout;

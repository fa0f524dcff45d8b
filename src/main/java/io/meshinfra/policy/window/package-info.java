/** Times at which changes may be made, or may not. */
package io.meshinfra.policy.window;

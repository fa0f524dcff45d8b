/** What a rule looks for: a closed set, each in a file of its own. */
package io.meshinfra.policy.condition;

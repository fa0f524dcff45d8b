/** Finds the commands in shell text, so that patterns can be held against them. */
package io.meshinfra.policy.command;

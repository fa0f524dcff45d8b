/** The intent as a ruleset of nftables, and a reader of such rulesets that knows no compiler. */
package io.meshinfra.network.nftables;

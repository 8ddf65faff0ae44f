/**
 * Who owns which block of key/value memory, and which prefixes are there already. {@link
 * io.metagen.transformer.cache.BlockManager} counts references, {@link
 * io.metagen.transformer.cache.PrefixCache} finds prefixes, a {@link
 * io.metagen.transformer.cache.PrefixPath} is one sequence's hold on one, and a {@link
 * io.metagen.transformer.cache.BlockTable} is all the blocks of one sequence. With a {@link
 * io.metagen.transformer.cache.BlockBudget} a table gives up the blocks that its window leaves
 * behind, or those that got the least attention, which {@link
 * io.metagen.transformer.cache.BlockMasses} counts. No tensor is touched here: blocks are numbers.
 * Everything belongs to the one thread that runs the network.
 */
@NullMarked
package io.metagen.transformer.cache;

import org.jspecify.annotations.NullMarked;

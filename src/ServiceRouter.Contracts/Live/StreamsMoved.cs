namespace ServiceRouter.Contracts.Live;

/// <summary>
/// A hint to the screens of other nodes: these streams have new items, read them from the database.
/// It is sent without storage: who misses it finds the same items at the next look.
/// </summary>
/// <param name="Node">The node that committed; it has served its own screens already.</param>
/// <param name="Streams">Names of streams, as in ServiceRouter.Platform.Live.StreamName.</param>
public sealed record StreamsMoved(string Node, IReadOnlyList<string> Streams);

using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Dialogue;

/// <summary>The flows in force and the older texts that running conversations still need.</summary>
public sealed class FlowShelf(FlowLibrary library)
{
    /// <summary>The flows that passed every check, and the problems of those that did not.</summary>
    public FlowLibrary Library => library;

    internal Flow? Find(string procedure) => library.Find(procedure);

    internal Flow? Find(FlowPosition position) => library.FindByDigest(position.Flow, position.Digest);
}

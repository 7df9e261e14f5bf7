using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Dialogue;

/// <summary>The flows in force and the older texts that running conversations still need.</summary>
public sealed class FlowShelf(FlowLibrary library)
{
    // Fiches and phrases are in French, whatever flows there are.
    private const string Main = "fr";

    /// <summary>The flows that passed every check, and the problems of those that did not.</summary>
    public FlowLibrary Library => library;

    /// <summary>Whether anything automatic can be said in the language; what the service itself says is another matter.</summary>
    public bool Speaks(string language) => language == Main || library.Flows.Any(flow => flow.Languages.Contains(language));

    internal Flow? Find(string procedure) => library.Find(procedure);

    internal Flow? Find(FlowPosition position) => library.FindByDigest(position.Flow, position.Digest);
}

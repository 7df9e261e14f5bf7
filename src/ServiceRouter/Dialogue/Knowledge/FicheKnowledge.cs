using ServiceRouter.Conversations;

namespace ServiceRouter.Dialogue.Knowledge;

internal sealed class FicheKnowledge(FicheLibrary library, FicheSearch search) : IKnowledge
{
    public Passage? Answer(string question) => search.Find(question) is { } found ? From(found.Fiche, found.Text) : null;

    public Passage? Fiche(string id) => library.Find(id) is { } fiche ? From(fiche, fiche.Text) : null;

    private static Passage From(Fiche fiche, string text) =>
        new(text, new ActivitySource(fiche.Id, fiche.Title, fiche.Source.OriginalString, fiche.Read), fiche.Procedures.Count > 0 ? fiche.Procedures[0] : null);
}

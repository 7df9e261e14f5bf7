namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>The fiches that may be used; those that may not are in <see cref="Problems"/> and keep no other from loading.</summary>
public sealed class FicheLibrary
{
    private readonly Dictionary<string, Fiche> byId;

    private FicheLibrary(Dictionary<string, Fiche> byId, IReadOnlyList<FicheProblem> problems) => (this.byId, Problems) = (byId, problems);

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<Fiche> Fiches => byId.Values.OrderBy(fiche => fiche.Id, StringComparer.Ordinal);

    public IReadOnlyList<FicheProblem> Problems { get; }

    /// <summary>Loads every <c>knowledge/*.md</c> of a folder of flows. Never throws for what a file holds; without the folder there is no fiche.</summary>
    public static FicheLibrary Load(string flowsFolder)
    {
        var fiches = new Dictionary<string, Fiche>(StringComparer.Ordinal);
        var problems = new List<FicheProblem>();
        var folder = Path.Combine(flowsFolder, "knowledge");
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.md") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            var (fiche, found) = FicheReader.Read(File.ReadAllText(path), "knowledge/" + Path.GetFileName(path));
            problems.AddRange(found);
            if (fiche is not null)
                fiches.Add(fiche.Id, fiche);
        }

        return new(fiches, problems);
    }

    /// <returns>The fiche, or null when none of that id loaded.</returns>
    public Fiche? Find(string id) => byId.GetValueOrDefault(id);
}

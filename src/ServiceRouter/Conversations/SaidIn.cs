namespace ServiceRouter.Conversations;

/// <summary>Conversations in which a unit of work says something, or makes what was said leave: for whoever sends it on from here, without looking for it among all (docs/adr/0117).</summary>
internal sealed class SaidIn
{
    public HashSet<Guid> Conversations { get; } = [];
}

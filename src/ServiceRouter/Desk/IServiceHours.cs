namespace ServiceRouter.Desk;

/// <summary>Port to the hours in which counsellors answer.</summary>
public interface IServiceHours
{
    /// <param name="territory">Département code of the citizen; null: mainland France.</param>
    /// <param name="at">The moment.</param>
    /// <returns>The moment itself where somebody is there then, else the first one after it.</returns>
    DateTimeOffset FirstFrom(string? territory, DateTimeOffset at);
}

namespace ServiceRouter.Desk;

/// <summary>Port to the list of départements.</summary>
public interface IDepartments
{
    /// <summary>Whether a département has exactly this code.</summary>
    bool HasCode(string code);
}

using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>Tells a step of a telephone line that another try may do from one that is itself at fault.</summary>
internal static class StepFailure
{
    /// <summary>The provider or the database did not do it: the row still says what is to be done.</summary>
    public static bool MayPass(Exception failure) => failure is LineAwayException or DbUpdateException || StorageFailure.IsAway(failure);
}

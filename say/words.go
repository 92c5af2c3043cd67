package say

var auxiliaries = wordSet("has have had is are was were be been being will would may might could can should must do does did 's 'd 'll also not never n't")

var cueAdverbs = wordSet("also not never later then previously earlier further once again repeatedly recently already only now still just often always even reportedly publicly bluntly simply clearly finally once thus")

var negations = wordSet("not never n't didn't doesn't don't hasn't haven't hadn't won't wouldn't isn't aren't wasn't weren't nobody neither")
